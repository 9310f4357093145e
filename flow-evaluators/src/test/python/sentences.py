"""Sentence pairs, written for these tests, that the scripts beside this one score with other programs."""

PAIRS = [
    ("Tokyo is the capital of Japan.", "The capital of Japan is Tokyo."),
    ("The cat sat on the mat.", "The cat sat on the mat."),
    ("the the the the the the the", "The cat is on the mat."),
    ("A quick brown fox jumped over one lazy dog!", "The quick brown foxes jump over the lazy dogs."),
    ("Rain is expected in the north this evening, with gusts of up to 60 km/h.",
     "Heavy rain and gusts of 60 km/h are expected in northern regions this evening."),
    ("No.", "Yes, it is."),
    ("Yes", "Yes"),
    ("Yes it is", "Yes, it is."),
    ("completely unrelated words here", "nothing shared between them at all"),
    ("I can't believe that she's already finished; they'll be pleased.",
     "I cannot believe she is already finished. They will be pleased."),
    ("The price rose by 3.5% to $1,234.56 in Q3-2024.", "Prices rose 3.5% to $1,234.56 in Q3 2024."),
    ("He said: \"We're done here,\" and left.", "\"We are done here,\" he said, and left."),
    ("The committee approved the proposal after a long discussion about funding.",
     "After discussing the funding at length, the committee approved the proposed plan."),
    ("Photosynthesis converts light energy into chemical energy.",
     "Photosynthesis is the process by which plants convert light energy into chemical energy stored in glucose."),
    ("An answer that is a good deal longer than the reference that it is measured against, and rambles on.",
     "A short reference."),
    ("Short.", "A reference that is a good deal longer than the answer that is measured against it, and rambles on."),
    ("the dog the dog the dog the cat", "the dog the cat the dog"),
    ("one two three four five six seven eight nine ten", "ten nine eight seven six five four three two one"),
    ("five six seven eight one two three four nine ten", "one two three four five six seven eight nine ten"),
    ("in the morning we walked along the river to the old mill",
     "we walked to the old mill along the river in the morning"),
    ("State-of-the-art models (e.g. transformers) can't always count.",
     "State of the art models, e.g. transformers, cannot always count."),
    ("e-mail me at someone@example.org & bring #1 tickets", "Email someone@example.org and bring number 1 tickets."),
    ("Wait... what? No way!", "Wait, what? No way."),
    ("<b>bold</b> &amp; <i>italic</i>", "bold & italic"),
    ("The results were surprising, exciting and, above all, reproducible.",
     "Results: surprising; exciting; reproducible above all."),
    ("'Tis the season, I'm gonna say.", "It is the season, I am going to say."),
    ("She bought 12 apples, 3 pears and 1/2 kg of cherries", "She bought twelve apples, three pears and half a kilo of cherries"),
    ("Das ist ein kurzer Satz über Äpfel und Öl.", "Dies ist ein kurzer Satz über Öl und Äpfel."),
    ("Le garçon a mangé une pomme à l'école.", "Le garçon mangea une pomme à l’école."),
    ("¿Dónde está la biblioteca?", "¿Dónde queda la biblioteca?"),
    ("Москва является столицей России.", "Столица России — Москва."),
    ("東京は日本の首都です。", "日本の首都は東京です。"),
    ("The naïve café owner—tired—closed “early” today…", "The naive cafe owner, tired, closed \"early\" today..."),
    ("The rocket 🚀 launched at 10:30, reached 1.000 m.", "At 10:30 the rocket 🚀 launched and reached 1.000 m"),
    ("two\nlines of text", "two lines\nof text"),
    ("  spaced   out \t text ", "spaced out text"),
    ("Running runners ran the races; racing is running.", "The runner runs a race and racers run."),
    ("Nationalization of organizations happened conditionally and rationally.",
     "National organization happens on conditional, rational grounds."),
    ("a b c d e f g h i j k l m n o p q r s t u v w x y z", "z y x w v u t s r q p o n m l k j i h g f e d c b a"),
    ("to be or not to be that is the question", "to be or not to be, that is the question whether tis nobler"),
]

# One answer with several references.
MULTIPLE = [
    ("the cat is on the mat", ["there is a cat on the mat", "the cat sits on the mat"]),
    ("It rained heavily all night long.", ["It rained all night.", "The rain was heavy all night long."]),
    ("Please restart the server and try again.",
     ["Restart the server, then try again.", "Try again after restarting the server.", "Please reboot and retry."]),
    ("alpha beta gamma", ["alpha beta gamma delta", "alpha beta"]),
    ("nothing in common", ["entirely different", "also not the same"]),
]

WORDS = """caresses ponies ties caress cats feed agreed plastered bled motoring sing conflated troubled sized hopping tanned
falling hissing fizzed failing filing happy sky relational conditional rational valenci hesitanci digitizer conformabli
radicalli differentli vileli analogousli vietnamization predication operator feudalism decisiveness hopefulness
callousness formaliti sensitiviti sensibiliti triplicate formative formalize electriciti electrical hopeful goodness
revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent adoption
homologou communism activate angulariti homologous effective bowdlerize probate rate cease controll roll dying lying
tying news innings outings cannings howe proceed exceed succeed skies dies died spied flies enjoy enjoyment spy try say
by toy syzygy yyyy oats ivy trouble private oaten orrery geologist theology archaeology logically hopefully fullness
generously organization university running runner ran a an io as abilities ability connections connected connecting
argument arguments argued arguing being was naïve über école played plays yellow eyed freed proceeding inning ious""".split()
