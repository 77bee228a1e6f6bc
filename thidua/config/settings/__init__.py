"""Settings: ``base`` holds everything shared; ``dev`` (embedded database), ``test`` and ``production`` differ in few lines."""
