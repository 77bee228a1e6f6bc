"""Organisation and people: dated unit trees (union and agency), pairs, blocs; people (who need no account), their
memberships; accounts and their roles at a unit for a time. Answers “may I?” and “what may I see?” for every room.
"""
