"""Rendering the intermediate representation into code files.

`rendering` is the entry point. `model_view`, `resource_view` and `client_view` prepare the values that the templates
print, with the help of `annotations`, `imports`, `text` and `retry_notes`. `integrity` checks the rendered files.
"""
