"""Settings: ``base`` holds everything shared; ``dev`` (embedded), ``test`` and ``production`` differ in few lines."""
