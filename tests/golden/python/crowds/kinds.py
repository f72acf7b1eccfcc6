"""Classes that can do nothing with what they are given."""


class Kind0:
    def label(self):
        return "kind-0"


class Kind1:
    def label(self):
        return "kind-1"


class Kind2:
    def label(self):
        return "kind-2"


class Kind3:
    def label(self):
        return "kind-3"


class Kind4:
    def label(self):
        return "kind-4"


class Kind5:
    def label(self):
        return "kind-5"


class Kind6:
    def label(self):
        return "kind-6"


class Kind7:
    def label(self):
        return "kind-7"


class Kind8:
    def label(self):
        return "kind-8"


class Kind9:
    def label(self):
        return "kind-9"


class Kind10:
    def label(self):
        return "kind-10"


class Kind11:
    def label(self):
        return "kind-11"


class Kind12:
    def label(self):
        return "kind-12"


class Kind13:
    def label(self):
        return "kind-13"


class Kind14:
    def label(self):
        return "kind-14"


class Kind15:
    def label(self):
        return "kind-15"
