"""Classes that send what their parameterised base sends, and nothing else."""

import base


class Kind0(base.Exporter[int]):
    name = "0"


class Kind1(base.Exporter[int]):
    name = "1"


class Kind2(base.Exporter[int]):
    name = "2"


class Kind3(base.Exporter[int]):
    name = "3"


class Kind4(base.Exporter[int]):
    name = "4"


class Kind5(base.Exporter[int]):
    name = "5"


class Kind6(base.Exporter[int]):
    name = "6"


class Kind7(base.Exporter[int]):
    name = "7"


class Kind8(base.Exporter[int]):
    name = "8"


class Kind9(base.Exporter[int]):
    name = "9"


class Kind10(base.Exporter[int]):
    name = "10"


class Kind11(base.Exporter[int]):
    name = "11"


class Kind12(base.Exporter[int]):
    name = "12"


class Kind13(base.Exporter[int]):
    name = "13"


class Kind14(base.Exporter[int]):
    name = "14"
