"""The one class of `promptflow_vectordb` that tools use for themselves.

Used only where the package itself is not installed.
"""
