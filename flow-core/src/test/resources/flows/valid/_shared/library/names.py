def name_of(person):
    return person.title()
