r"""Prometheus' text exposition format, version 0.0.4, for a text file collector.

A gauge has its HELP and TYPE and a line a sample. In label values ``\``, ``"`` and line ends are
escaped; controls are made visible first.
"""

from collections.abc import Iterator
from typing import Any

from arledger.money import plain
from arledger.render.safe import safe
from arledger.reports._report import Gauge, Report, Sample

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def prom_text(report: Report[Any]) -> str:
    """The report's gauges; one without samples is there with its name."""
    return "".join(f"{line}\n" for gauge in report.gauges for line in _lines(gauge))


def _lines(gauge: Gauge) -> Iterator[str]:
    yield f"# HELP {gauge.name} {gauge.help}"
    yield f"# TYPE {gauge.name} gauge"
    for sample in gauge.samples:
        yield f"{gauge.name}{_labels(sample)} {plain(sample.value)}"


def _labels(sample: Sample) -> str:
    told = ",".join(f'{name}="{_escaped(text)}"' for name, text in sample.labels.items())
    return f"{{{told}}}" if told else ""


def _escaped(text: str) -> str:
    return safe(text).translate(_ESCAPES)
