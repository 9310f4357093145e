"""Metrics of aggregation nodes."""

from promptflow4j_worker.recording import current

_loggers = []


def log_metric(key, value, variant_id=None):
    """Records a metric of the run."""
    current.log_metric(key, value, variant_id)
    for logger in _loggers:
        logger(key, value)


def add_metric_logger(logger_func):
    """Also hands each metric to `logger_func(key, value)`."""
    if logger_func not in _loggers:
        _loggers.append(logger_func)


def remove_metric_logger(logger_func):
    """Stops handing metrics to `logger_func`."""
    _loggers.remove(logger_func)
