"""How a report looks: text, CSV, TSV, JSON, Markdown, HTML."""
