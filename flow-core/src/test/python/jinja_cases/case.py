"""How a case is written."""


def case(template, context=None, **extra):
    return (template, context or {}, extra)


def each(context, *templates, **extra):
    """One case for each template, all with the same context."""
    return [(template, context, extra) for template in templates]


def shown(context, *expressions, **extra):
    """One case for each expression, printed between bars."""
    return [("|{{ %s }}|" % expression, context, extra) for expression in expressions]
