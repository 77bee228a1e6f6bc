"""Pages of background jobs, and the job that writes long lists (found here, like every room's jobs, at start)."""

from . import long_lists as long_lists
