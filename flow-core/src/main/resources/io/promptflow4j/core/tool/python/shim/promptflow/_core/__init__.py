"""The places where old flows import `tool` and `log_metric` from."""
