import kinds

KINDS = {
    "0": kinds.Kind0(),
    "1": kinds.Kind1(),
    "2": kinds.Kind2(),
    "3": kinds.Kind3(),
    "4": kinds.Kind4(),
    "5": kinds.Kind5(),
    "6": kinds.Kind6(),
    "7": kinds.Kind7(),
    "8": kinds.Kind8(),
    "9": kinds.Kind9(),
    "10": kinds.Kind10(),
    "11": kinds.Kind11(),
    "12": kinds.Kind12(),
    "13": kinds.Kind13(),
    "14": kinds.Kind14(),
}


def handler(event, context):
    KINDS[event["kind"]].run("day")
