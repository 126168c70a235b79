'use strict';
// Cucumber loads formatters by import(), which does not know TypeScript.
require('ts-node/register');
module.exports = require('./live.ts').LiveFormatter;
