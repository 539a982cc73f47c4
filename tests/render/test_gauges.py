"""Prometheus' text format: read back by its own client, whatever the texts are made of."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from tests.render.test_tasks import NASTY

from arledger.render import render
from arledger.render.safe import safe
from arledger.reports._report import Gauge, Report, Sample
from arledger.table import Table

texts = st.one_of(st.sampled_from([*NASTY, '\\"', "\\n", 'a"} 1\nx 2']), st.text(max_size=60))
samples = st.lists(
    st.builds(
        Sample,
        st.dictionaries(st.sampled_from(["id", "customer"]), texts),
        st.decimals(-(10**9), 10**9, places=2),
    ),
    max_size=4,
)


def written(*gauges: Gauge) -> str:
    report: Report[Any] = Report("alerts", 1, "", Table([], []), date(2026, 6, 30), gauges=gauges)
    return render(report, "prom")


def test_a_gauge_has_its_help_its_type_and_a_line_a_sample() -> None:
    gauge = Gauge("a_b", "What it is.", [Sample({"id": 'x"\\y'}, Decimal("1.50"))])
    assert written(gauge) == (
        '# HELP a_b What it is.\n# TYPE a_b gauge\na_b{id="x\\"\\\\y"} 1.50\n'
    )
    assert written(Gauge("c", "No label.", [Sample({}, Decimal(3))])).endswith("\nc 3\n")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(samples)
def test_prometheus_reads_back_what_was_meant(found: list[Sample]) -> None:
    text = written(Gauge("arledger_alert", "An alert.", found), Gauge("last", "The last.", []))
    first, last = text_string_to_metric_families(text)
    assert (first.name, first.documentation, first.type) == ("arledger_alert", "An alert.", "gauge")
    assert [(s.labels, s.value) for s in first.samples] == [
        ({name: safe(told) for name, told in sample.labels.items()}, float(sample.value))
        for sample in found
    ]
    assert (last.name, last.samples) == ("last", [])
