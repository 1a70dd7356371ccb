// Turns actions.json into the compact text that is embedded in the core, as a C++ source, and checks it on the way.
//
//   node compact.js actions.json catalogue_text.cpp
//
// The compact text is lines; core/api/catalogue_reader.cpp reads them. It is written so that it compresses well: what
// is alike is written alike, and nothing is numbered.
//
//   groups               joined by |
//   <field> ...          the account parameters that most actions take, up to a line "."
//   ><name><TAB><group's letter><effect's letter><flags><hidden's digit><TAB><summary>[<TAB><instead>]
//   <field> ... "." <field> ... "."      its parameters and its answer, each list ended by a line "."
//
// A field is <type's letter><flags><name>{<TAB><key><text>}; one that has fields of its own is followed by them and ".".
'use strict';
const fs = require('fs');

const TYPES = {string: 's', int32: 'i', int64: 'l', boolean: 'b', number: 'n', object: 'o', map: 'm',
               strings: 'S', integers: 'L', objects: 'O'};
const FORMATS = {seconds: 's', minutes: 'm', milliseconds: 'f', window: 'w', json: 'j'};
const EFFECTS = {'reads': 'r', 'changes': 'c', 'interrupts service': 'i', 'deletes': 'd', 'costs money': 'm'};
const METHODS = {'POST': 'p', 'GET': 'g'};
const FIELD_KEYS = ['name', 'type', 'required', 'deprecated', 'format', 'values', 'open', 'comma_list', 'range', 'also',
                    'default', 'example', 'fields'];
const ACTION_KEYS = ['name', 'group', 'summary', 'effect', 'why', 'deprecated', 'instead', 'method', 'hidden',
                     'parameters', 'answer'];

class Fault extends Error {}
function require_that(condition, sentence) {
  if (!condition) throw new Fault(sentence);
}

function check_keys(object, known, where) {
  for (const key of Object.keys(object))
    require_that(known.includes(key), `${where} has "${key}", which is not one of ${known.join(', ')}.`);
}

function check_name(name, where) {
  require_that(typeof name === 'string' && /^[A-Za-z][A-Za-z0-9_-]*$/.test(name), `${where} has no usable name.`);
}

// What stands between separators.
function plain(text, where) {
  require_that(typeof text === 'string' && !/[\x00-\x1f\x7f]/.test(text),
               `${where} is not one line of text: ${JSON.stringify(text)}.`);
  return text;
}

function check_names_once(list, where) {
  const seen = new Set();
  for (const entry of list) {
    require_that(!seen.has(entry.name), `${where} has "${entry.name}" twice.`);
    seen.add(entry.name);
  }
}

function joined(values, where) {
  require_that(Array.isArray(values) && values.length > 0, `${where} is no list of values.`);
  for (const value of values)
    require_that(plain(value, where) !== '' && !value.includes('|'), `${where} has an empty value, or one with a |.`);
  require_that(new Set(values).size === values.length, `${where} has a value twice.`);
  return values.join('|');
}

// By the path's end, the most exact first: "CreateBackup.BackupRetentionPeriod", "Tag.Key", "Key".
class Meanings {
  constructor(texts) {
    this.texts = texts;
    this.used = new Set();
  }
  find(action, path) {
    for (const key of [[action, ...path].join('.'), path.slice(-2).join('.'), path[path.length - 1]]) {
      if (!Object.hasOwn(this.texts, key)) continue;
      this.used.add(key);
      return this.texts[key];
    }
    return '';
  }
  check_all_used() {
    const unused = Object.keys(this.texts).filter(key => !this.used.has(key));
    require_that(unused.length === 0, `The meaning of "${unused[0]}" belongs to no field.`);
  }
}

const integer = (text) => typeof text === 'string' && /^-?[0-9]+$/.test(text);

function check_sample(field, text, where) {
  if (text === undefined) return;
  plain(text, where);
  if (field.type === 'int32' || field.type === 'int64' || field.type === 'integers')
    require_that(integer(text), `${where} is ${JSON.stringify(text)}, which is no whole number.`);
  if (field.type === 'number') require_that(/^-?[0-9]+(\.[0-9]+)?$/.test(text), `${where} is no number.`);
  if (field.type === 'boolean') require_that(text === 'true' || text === 'false', `${where} is not true or false.`);
}

function write_field(field, action, outer, meanings, lines) {
  const path = [...outer, field.name];
  const where = `${action}.${path.join('.')}`;
  check_name(field.name, `A field of ${[action, ...outer].join('.')}`);
  check_keys(field, FIELD_KEYS, where);
  require_that(Object.hasOwn(TYPES, field.type), `${where} has the unknown type "${field.type}".`);
  const nested = ['object', 'objects'].includes(field.type);
  require_that(nested === (field.fields !== undefined), `${where} is of type ${field.type}, with fields or without.`);
  check_sample(field, field.example, `The example of ${where}`);
  check_sample(field, field.default, `The default of ${where}`);

  let line = TYPES[field.type];
  if (field.required) line += '!';
  if (field.deprecated) line += '~';
  if (field.comma_list) line += ',';
  if (field.open) line += '?';
  line += field.name;
  if (field.format !== undefined) {
    require_that(Object.hasOwn(FORMATS, field.format), `${where} has the unknown format "${field.format}".`);
    line += '\t@' + FORMATS[field.format];
  }
  if (field.values) line += '\t|' + joined(field.values, `The values of ${where}`);
  if (field.range) {
    const [least, most] = field.range;
    require_that(field.range.length === 2 && Number.isInteger(least) && Number.isInteger(most) && least <= most,
                 `The range of ${where} is not two whole numbers, the smaller one first.`);
    line += `\t#${least}..${most}`;
  }
  if (field.also) line += '\t+' + joined(field.also, `What is also allowed for ${where}`);
  if (field.default !== undefined) line += '\t:' + field.default;
  if (field.example !== undefined) line += '\t=' + field.example;
  const meaning = plain(meanings.find(action, path), `The meaning of ${where}`);
  if (meaning !== '') line += '\t"' + meaning;
  lines.push(line);
  if (nested) write_fields(field.fields, action, path, meanings, lines);
}

function write_fields(fields, action, outer, meanings, lines) {
  const where = [action, ...outer].join('.');
  require_that(Array.isArray(fields), `${where} has no list of fields.`);
  check_names_once(fields, where);
  for (const field of fields) write_field(field, action, outer, meanings, lines);
  lines.push('.');
}

// One hexadecimal digit: which of the account parameters an action takes.
function hidden_digit(action, account) {
  const names = action.hidden ?? account;
  for (const name of names)
    require_that(account.includes(name), `${action.name} hides "${name}", which is no account parameter.`);
  return account.reduce((bits, name, at) => bits | (names.includes(name) ? 1 << at : 0), 0).toString(16);
}

function write_action(action, data, meanings, lines) {
  check_name(action.name, 'An action');
  check_keys(action, ACTION_KEYS, action.name);
  const group = data.groups.indexOf(action.group);
  require_that(group >= 0, `${action.name} is of the unknown group "${action.group}".`);
  require_that(plain(action.summary, `The summary of ${action.name}`).trim() !== '', `${action.name} has no summary.`);
  require_that(!action.summary.endsWith('.'), `The summary of ${action.name} ends with a full stop; it is no sentence.`);
  require_that(Object.hasOwn(EFFECTS, action.effect),
               `${action.name} has no effect; it is one of ${Object.keys(EFFECTS).join(', ')}.`);
  require_that(action.method === undefined || Object.hasOwn(METHODS, action.method),
               `${action.name} has the unknown method "${action.method}".`);
  require_that(action.instead === undefined || data.actions.some(other => other.name === action.instead),
               `${action.name} names "${action.instead}" instead, which is no action.`);
  let flags = '';
  if (action.deprecated) flags += '~';
  if (action.why?.startsWith('inferred')) flags += '?';
  if (action.method) flags += METHODS[action.method];
  const head = String.fromCharCode(97 + group) + EFFECTS[action.effect] + flags +
      hidden_digit(action, data.hidden.map(field => field.name));
  lines.push('>' + [action.name, head, action.summary].concat(action.instead ?? []).join('\t'));
  write_fields(action.parameters, action.name, [], meanings, lines);
  write_fields(action.answer, action.name, [], meanings, lines);
}

function compact(data) {
  check_keys(data, ['about', 'groups', 'hidden', 'meanings', 'actions'], 'The catalogue');
  require_that(data.groups.length <= 26, 'There are more than 26 groups.');
  check_names_once(data.actions, 'The catalogue');
  const meanings = new Meanings(data.meanings);
  const lines = [joined(data.groups, 'The list of groups')];
  write_fields(data.hidden, 'Every action', [], meanings, lines);
  const by_name = [...data.actions].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const action of by_name) write_action(action, data, meanings, lines);
  meanings.check_all_used();
  return lines.join('\n') + '\n';
}

function as_source(text) {
  require_that(!text.includes(')~"'), 'A text holds )~", which ends the C++ literal.');
  return `// Made by core/api/catalogue/compact.js from actions.json.
#include "core/api/catalogue_text.h"

namespace dds::api {

std::string_view catalogue_text() {
  static constexpr char kText[] = R"~(${text})~";
  return {kText, sizeof kText - 1};
}

}  // namespace dds::api
`;
}

function main(from, to) {
  let data;
  try {
    data = JSON.parse(fs.readFileSync(from, 'utf8'));
  } catch (problem) {
    throw new Fault(`${from} cannot be read: ${problem.message}.`);
  }
  fs.writeFileSync(to, as_source(compact(data)));
}

if (require.main === module) {
  try {
    main(process.argv[2], process.argv[3]);
  } catch (problem) {
    if (!(problem instanceof Fault)) throw problem;
    process.stderr.write(`compact.js: ${problem.message}\n`);
    process.exitCode = 1;
  }
}
module.exports = {compact, Fault};
