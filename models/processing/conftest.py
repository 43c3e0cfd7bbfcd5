import sys
from pathlib import Path

# The checks of models/contracts are shared; packed for a job they lie beside the script.
sys.path.append(str(Path(__file__).parent.parent / "sam"))
