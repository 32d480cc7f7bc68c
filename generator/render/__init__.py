"""From the intermediate representation to files of code.

`rendering` is the way; `model_view` and `resource_view` decide what a template prints, with `annotations`, `imports`,
`text` and `retry_notes`; `integrity` compares what was rendered with what was promised.
"""
