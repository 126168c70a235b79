#!/usr/bin/env node
'use strict';
const { join, resolve } = require('node:path');

// The project's own tsconfig, from wherever the command is called.
const root = resolve(__dirname, '../..');
require('ts-node').register({ cwd: root, project: join(root, 'tsconfig.json'), swc: true });
require('./main.ts').main(process.argv.slice(2));
