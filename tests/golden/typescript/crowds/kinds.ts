export class Kind0 {
  store: any;
  label() {
    return 'kind-0';
  }
}

export class Kind1 {
  store: any;
  label() {
    return 'kind-1';
  }
}

export class Kind2 {
  store: any;
  label() {
    return 'kind-2';
  }
}

export class Kind3 {
  store: any;
  label() {
    return 'kind-3';
  }
}

export class Kind4 {
  store: any;
  label() {
    return 'kind-4';
  }
}

export class Kind5 {
  store: any;
  label() {
    return 'kind-5';
  }
}

export class Kind6 {
  store: any;
  label() {
    return 'kind-6';
  }
}

export class Kind7 {
  store: any;
  label() {
    return 'kind-7';
  }
}

export class Kind8 {
  store: any;
  label() {
    return 'kind-8';
  }
}

export class Kind9 {
  store: any;
  label() {
    return 'kind-9';
  }
}

export class Kind10 {
  store: any;
  label() {
    return 'kind-10';
  }
}

export class Kind11 {
  store: any;
  label() {
    return 'kind-11';
  }
}

export class Kind12 {
  store: any;
  label() {
    return 'kind-12';
  }
}

export class Kind13 {
  store: any;
  label() {
    return 'kind-13';
  }
}

export class Kind14 {
  store: any;
  label() {
    return 'kind-14';
  }
}

export class Kind15 {
  store: any;
  label() {
    return 'kind-15';
  }
}
