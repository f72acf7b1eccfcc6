import subprocess


def run(command, **options):
    return subprocess.run(command, check=True, **options)


def shell(text):
    return subprocess.check_output(text, shell=True)
