"""From record to verdict: gathers a person's facts, asks the law as code, keeps each verdict with its reasons.
Nominations and appraisal will live here too.
"""
