export function step0(order: any) {
  return order['step-0'];
}

export function step1(order: any) {
  return order['step-1'];
}

export function step2(order: any) {
  return order['step-2'];
}

export function step3(order: any) {
  return order['step-3'];
}

export function step4(order: any) {
  return order['step-4'];
}

export function step5(order: any) {
  return order['step-5'];
}

export function step6(order: any) {
  return order['step-6'];
}

export function step7(order: any) {
  return order['step-7'];
}

export function step8(order: any) {
  return order['step-8'];
}

export function step9(order: any) {
  return order['step-9'];
}

export function step10(order: any) {
  return order['step-10'];
}

export function step11(order: any) {
  return order['step-11'];
}

export function step12(order: any) {
  return order['step-12'];
}

export function step13(order: any) {
  return order['step-13'];
}

export function step14(order: any) {
  return order['step-14'];
}

export function step15(order: any) {
  return order['step-15'];
}
