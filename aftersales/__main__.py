"""`python -m aftersales …`"""

from aftersales.cli import main

if __name__ == "__main__":
    main()
