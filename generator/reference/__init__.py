"""The API reference: `pages` in Markdown, with an example of each call (`examples`)."""
