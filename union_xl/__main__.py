"""`python -m union_xl` is the same door as the `union-xl` command."""

from union_xl.cli import main

if __name__ == "__main__":
    main()
