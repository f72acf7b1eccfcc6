const path = require('path');

module.exports = {
  mode: 'production',
  target: 'node',
  // What each bundle is made of: its name says nothing of that.
  entry: {
    deposits: './src/take/main.ts',
    'loans/withdrawals': { import: path.resolve(__dirname, 'src/give/run') },
  },
  output: { path: path.resolve(__dirname, 'dist'), filename: '[name]/index.js', libraryTarget: 'commonjs2' },
};
