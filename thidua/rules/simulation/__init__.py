"""Other law than the law in force: drafts read from untrusted text, books that stand still on one day, comparisons.

Nothing here changes a book: a draft, a number or a day gives another one, so a simulation cannot leak into live
answers.
"""
