"""The process that runs a flow's Python tools on behalf of the engine.

Requests and answers are JSON lines on the pipes the process was started with. Before any code of a
flow runs, those pipes are moved out of its reach and the standard streams point at the log, so that
nothing a tool prints can be taken for an answer.
"""
