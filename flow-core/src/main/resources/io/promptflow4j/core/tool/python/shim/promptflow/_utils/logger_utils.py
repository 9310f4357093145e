"""Loggers; what they write is part of the node's log."""

import logging


def get_logger(name):
    """A logger that writes to standard error."""
    logger = logging.getLogger(name)
    if not logger.handlers:
        logger.addHandler(logging.StreamHandler())
        logger.setLevel(logging.INFO)
    return logger


logger = get_logger("promptflow")
flow_logger = get_logger("promptflow.flow")
bulk_logger = get_logger("promptflow.bulk")
