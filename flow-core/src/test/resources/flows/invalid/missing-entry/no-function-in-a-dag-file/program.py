def ran():
    return 1
