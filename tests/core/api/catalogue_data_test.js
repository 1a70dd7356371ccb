// The script that embeds the catalogue: the data passes, each kind of mistake in it is one clear sentence, and what is
// embedded stays small. Run by CTest with node; no dependencies.
'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

const folder = path.join(__dirname, '../../../core/api/catalogue');
const {compact, Fault} = require(path.join(folder, 'compact.js'));
const kMostBytes = 20 * 1024;  // as brotli, which is how the page carries it

function action(changes = {}) {
  return {name: 'CreateThing', group: 'Things', summary: 'Create a thing', effect: 'changes',
          parameters: [{name: 'ThingId', type: 'string', required: true}],
          answer: [{name: 'RequestId', type: 'string'}], ...changes};
}

function data(changes = {}, meanings = {}) {
  return {groups: ['Things'], hidden: [{name: 'OwnerId', type: 'int64'}], meanings, actions: [action(changes)]};
}

const with_parameter = field => data({parameters: [{name: 'ThingId', type: 'string', ...field}]});

let failures = 0;
function test(name, run) {
  try {
    run();
    console.log(`ok - ${name}`);
  } catch (problem) {
    ++failures;
    console.log(`not ok - ${name}: ${problem.message}`);
  }
}

function refuses(content, sentence) {
  assert.throws(() => compact(content), problem => problem instanceof Fault && problem.message === sentence);
}

test('the smallest catalogue is written line by line', () => {
  assert.strictEqual(compact(data({}, {ThingId: 'The thing'})),
                     'Things\nlOwnerId\n.\n>CreateThing\tac1\tCreate a thing\ns!ThingId\t"The thing\n.\nsRequestId\n.\n');
});

test('an unknown type is named with its field', () => {
  refuses(with_parameter({type: 'uint8'}), 'CreateThing.ThingId has the unknown type "uint8".');
});

test('an action or a field that is there twice is named', () => {
  const twice = data();
  twice.actions.push(action());
  refuses(twice, 'The catalogue has "CreateThing" twice.');
  refuses(data({answer: [{name: 'A', type: 'string'}, {name: 'A', type: 'string'}]}), 'CreateThing has "A" twice.');
});

test('a missing effect, an empty summary and an unknown group are named', () => {
  refuses(data({effect: undefined}),
          'CreateThing has no effect; it is one of reads, changes, interrupts service, deletes, costs money.');
  refuses(data({summary: ' '}), 'CreateThing has no summary.');
  refuses(data({group: 'Others'}), 'CreateThing is of the unknown group "Others".');
});

test('a key that nobody reads is named', () => {
  assert.throws(() => compact(with_parameter({exmaple: 'x'})), /CreateThing.ThingId has "exmaple"/);
});

test('samples of another type than their field are named', () => {
  refuses(with_parameter({type: 'int32', example: 'ten'}),
          'The example of CreateThing.ThingId is "ten", which is no whole number.');
  refuses(with_parameter({type: 'boolean', default: 'yes'}), 'The default of CreateThing.ThingId is not true or false.');
});

test('a range whose ends are swapped, and an object without fields are named', () => {
  refuses(with_parameter({type: 'int32', range: [2, 1]}),
          'The range of CreateThing.ThingId is not two whole numbers, the smaller one first.');
  refuses(with_parameter({type: 'object'}), 'CreateThing.ThingId is of type object, with fields or without.');
});

test('a text that would break the lines is named', () => {
  assert.throws(() => compact(data({summary: 'a\tb'})), /The summary of CreateThing is not one line of text/);
});

test('a meaning that belongs to no field is named', () => {
  refuses(data({}, {ThingID: 'The thing'}), 'The meaning of "ThingID" belongs to no field.');
});

test('what is embedded stays small', () => {
  const text = compact(JSON.parse(fs.readFileSync(path.join(folder, 'actions.json'), 'utf8')));
  const bytes = zlib.brotliCompressSync(text, {params: {[zlib.constants.BROTLI_PARAM_QUALITY]: 11}}).length;
  console.log(`# ${text.length} bytes, ${bytes} as brotli`);
  assert.ok(bytes <= kMostBytes, `${bytes} bytes as brotli, more than ${kMostBytes}`);
});

process.exitCode = failures === 0 ? 0 : 1;
