"""Functions that make no requests, but for one that is called on what they are given."""


def step0(order):
    return order["step-0"]


def step1(order):
    return order["step-1"]


def step2(order):
    return order["step-2"]


def step3(order):
    return order["step-3"]


def step4(order):
    return order["step-4"]


def step5(order):
    return order["step-5"]


def step6(order):
    return order["step-6"]


def step7(order):
    return order["step-7"]


def step8(order):
    return order["step-8"]


def step9(order):
    return order["step-9"]


def step10(order):
    return order["step-10"]


def step11(order):
    return order["step-11"]


def step12(order):
    return order["step-12"]


def step13(order):
    return order["step-13"]


def step14(order):
    return order["step-14"]


def step15(order):
    return order["step-15"]
