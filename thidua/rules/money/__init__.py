"""Award money: how much a title or commendation form brings on a day of decision, and why.

Three tables hold all numbers: ``multipliers.yaml`` (times the base salary), ``base_salary.yaml`` (đồng by date) and
``principles.yaml`` (rounding, several awards at once). ``amounts.amount`` answers for one award, ``payments.payment``
for several of one decision, ``forecasts.forecast`` for a unit's budget. Money is whole đồng (``int``) or ``Decimal``,
never float.
"""

from thidua.rules.money.amounts import Amount, amount
from thidua.rules.money.forecasts import Forecast, forecast
from thidua.rules.money.grants import CountingPeriod, Grant
from thidua.rules.money.payments import Payment, payment

__all__ = ["Amount", "CountingPeriod", "Forecast", "Grant", "Payment", "amount", "forecast", "payment"]
