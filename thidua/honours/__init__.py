"""The catalogue of titles and commendation forms, and the register of honours held (sổ khen thưởng)."""
