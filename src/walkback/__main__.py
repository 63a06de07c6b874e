"""python -m walkback"""

from walkback.views.cli import main

main()
