exports.name = 'ledger';
