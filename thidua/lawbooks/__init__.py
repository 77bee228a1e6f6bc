"""The living book of law: provisions that officers read in the gazette and put in force by two persons, over the law
shipped with the program; and the simulations that compare two laws. Other rooms ask ``selectors.live_book``.
"""
