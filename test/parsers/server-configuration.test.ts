import { describe, expect, test } from '@jest/globals';
import { inTurns } from '../../src/base/turns.js';
import { parseXml, parseXmlInSteps, XmlRefusedError } from '../../src/parsers/safe-xml.js';
import {
  readExportedConnector,
  readExportedRule,
  readExportedSettings,
} from '../../src/parsers/server-configuration.js';
import { growth, linear } from '../support/growth.js';

const canary = 'P@ssw0rd-CANARY';
const parseExportedConnector = (text: string): ReturnType<typeof readExportedConnector> =>
  readExportedConnector(parseXml(text));
const parseExportedRule = (text: string): ReturnType<typeof readExportedRule> => readExportedRule(parseXml(text));
const parseExportedSettings = (text: string): ReturnType<typeof readExportedSettings> =>
  readExportedSettings(parseXml(text));

/** A connector as the published example has it, shortened; `extra` stands beside its parts. */
function connectorXml(extra = '', parameters = ''): string {
  return `<ma-data>
  <format-version>1</format-version>
  <id>{AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D}</id>
  <name>contoso.com</name>
  <category>AD</category>
  <subtype />
  <last-modification-time>2016-05-03 14:28:11.513</last-modification-time>
  <password-sync-allowed>0</password-sync-allowed>
  ${extra}
  <private-configuration><adma-configuration>
    <forest-login-user>MSOL_x</forest-login-user>
    <encrypted_configuration>${canary}</encrypted_configuration>
    <password-hash-sync-config><enabled>1</enabled><target>{B891884F-051E-4A83-95AF-2544101C9083}</target></password-hash-sync-config>
    <parameter-values>
      <parameter name="forest-login-domain" type="string" use="connectivity">contoso.com</parameter>
      <parameter name="password" type="encrypted-string" use="connectivity" encrypted="1">${canary}</parameter>
      ${parameters}
    </parameter-values>
  </adma-configuration></private-configuration>
  <ma-partition-data><partition>
    <id>{dc4c27db-d13d-460a-9a82-c48aba1ee815}</id><name>DC=contoso,DC=com</name><selected>1</selected>
    <filter><containers><exclusions><exclusion>OU=a,DC=contoso,DC=com</exclusion></exclusions><inclusions/></containers></filter>
    <custom-data><adma-partition-data><dn>DC=contoso,DC=com</dn><name>contoso.com</name><is-domain>1</is-domain>
      <last-dc>DC01</last-dc><dc-failover>0</dc-failover><preferred-dcs><preferred-dc>DC01</preferred-dc><preferred-dc>DC02</preferred-dc></preferred-dcs>
      <cookie>${canary}</cookie></adma-partition-data></custom-data>
  </partition></ma-partition-data>
</ma-data>`;
}

describe('an exported connector', () => {
  test('is read as far as it concerns password hash synchronization', () => {
    expect(parseExportedConnector(connectorXml())).toEqual({
      connector: {
        name: 'contoso.com',
        identifier: 'ae4db4cc-b16b-4eb2-acf5-837ca84e4d7d',
        connectorTypeName: 'AD',
        subtype: '',
        lastModifiedAt: '2016-05-03T14:28:11.513Z',
        accountDomain: 'contoso.com',
        accountName: 'MSOL_x',
        forestName: null,
        forceFullPasswordSync: null,
        partitions: [
          {
            identifier: 'dc4c27db-d13d-460a-9a82-c48aba1ee815',
            dn: 'DC=contoso,DC=com',
            name: 'contoso.com',
            selected: true,
            isDomain: true,
            preferredDomainControllers: ['DC01', 'DC02'],
            lastDomainController: 'DC01',
            dcFailover: false,
            netBiosName: null,
            includedContainers: [],
            excludedContainers: ['OU=a,DC=contoso,DC=com'],
          },
        ],
      },
      channel: { enabled: true, targetId: 'b891884f-051e-4a83-95af-2544101c9083' },
    });
  });

  test('shows the parameter of an earlier full sync, in any case', () => {
    const left =
      '<parameter name="microsoft.synchronize.ForceFullPasswordSync" type="string" use="global">1</parameter>';

    expect(parseExportedConnector(connectorXml('', left)).connector.forceFullPasswordSync).toBe('1');
  });

  test('gives away no secret, even one under the name of something that is read', () => {
    const disguised = `<parameter name="UserName" type="encrypted-string">${canary}</parameter><parameter name="Forest.FQDN" type="string" encrypted="1">${canary}</parameter>`;

    expect(JSON.stringify(parseExportedConnector(connectorXml('', disguised)))).not.toContain('CANARY');
  });

  test('is not confused by the old password synchronization of the engine, or by missing parts', () => {
    const bare =
      '<ma-data><id>{AE4DB4CC-B16B-4EB2-ACF5-837CA84E4D7D}</id><name>x</name><category>AD</category></ma-data>';

    expect(parseExportedConnector(bare)).toMatchObject({
      channel: undefined,
      connector: { partitions: [], accountName: null },
    });
    expect(parseExportedConnector(`<saved-ma-configuration>${bare}</saved-ma-configuration>`).connector.name).toBe('x');
  });

  test.each([
    ['<mv-data/>', parseExportedConnector],
    ['<ma-data><name>x</name></ma-data>', parseExportedConnector],
    ['<ma-data/>', parseExportedRule],
    ['<synchronizationRule><id>1</id></synchronizationRule>', parseExportedRule],
    ['<ma-data/>', parseExportedSettings],
  ])('%s is refused as something else', (text, parse) => {
    expect(() => parse(text)).toThrow(XmlRefusedError);
  });
});

describe('an exported rule and the global settings', () => {
  test('are read in both spellings of true', () => {
    const rule = (disabled: string, enabled: string): string =>
      `<synchronizationRule><id>{039dcc3a-1513-4c08-b296-0973691e644a}</id><name>Out</name><direction>Outbound</direction><disabled>${disabled}</disabled><connector>{b891884f-051e-4a83-95af-2544101c9083}</connector><precedence>139</precedence><EnablePasswordSync>${enabled}</EnablePasswordSync></synchronizationRule>`;

    expect(parseExportedRule(rule('False', 'true'))).toMatchObject({
      disabled: false,
      enablePasswordSync: true,
      precedence: 139,
    });
    expect(parseExportedRule(rule('True', 'false'))).toMatchObject({ disabled: true, enablePasswordSync: false });
  });

  test('say where and when they were exported, as text only', () => {
    const xml = `<saved-mv-configuration server='SYNC01' export-date='2016-05-03 14:28:09.784'><!-- <x> --><mv-data><parameter-values>
      <parameter name="Microsoft.Synchronize.StagingMode" type="string">False</parameter></parameter-values></mv-data></saved-mv-configuration>`;

    expect(parseExportedSettings(xml)).toEqual({
      setting: { stagingMode: 'False', serverConfigurationVersion: null, schedulerSuspended: null },
      server: 'SYNC01',
      exportedAt: '2016-05-03T14:28:09.784Z',
    });
  });
});

describe('XML that somebody else wrote', () => {
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);

  test.each([
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['billion laughs', '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;">]><a>&m;</a>'],
    ['two document types', '<!DOCTYPE a><!DOCTYPE b><a/>'],
    ['an entity that is not declared', '<a>&laugh;</a>'],
    ['20,000 nested elements', nested(20_000)],
    ['half a document', '<a><b>'],
    ['half a tag', '<a><b'],
    ['half a comment', '<a><!-- '],
    ['no document', 'plain text'],
    ['nothing', ''],
    ['two roots', '<a/><b/>'],
    ['a tag that is closed wrongly', '<a></b>'],
    ['the end of CDATA alone', '<a>]]></a'],
    ['text after the root', '<a/>b'],
  ])('%s is refused', (_what, text) => {
    expect(() => parseXml(text)).toThrow(XmlRefusedError);
  });

  test('is bounded in length, elements and depth', () => {
    let names = 0;
    const limits = { maxLength: 1_000, maxDepth: 5, maxParts: 20, maxAttributes: 19 };

    expect(() => parseXml(`<a>${' '.repeat(1_000)}</a>`, limits)).toThrow('longer than');
    expect(() => parseXml(`<a>${'<b/>'.repeat(20)}</a>`, limits)).toThrow('too many');
    expect(() => parseXml(`<a ${'b="" '.repeat(20)}/>`, limits)).toThrow('too many');
    expect(
      parseXml(
        `<a ${'b="" '.repeat(18)}/>`.replace(/b/g, () => `b${String((names += 1))}`),
        limits,
      ).name,
    ).toBe('a');
    expect(() => parseXml('<a b="" c=""/>', { ...limits, maxAttributes: 1 })).toThrow('too many');
    expect(() => parseXml(nested(6), limits)).toThrow('too deeply');
    expect(parseXml(nested(5), limits).name).toBe('a');
  });

  test('has no name that could be taken for one of Object', () => {
    const text =
      '<constructor __proto__="p" constructor="c"><__proto__><polluted>1</polluted></__proto__><constructor>1</constructor><toString>2</toString></constructor>';
    const root = parseXml(text);

    expect([root.name, root.attribute('__proto__'), root.attribute('constructor')]).toEqual([
      'constructor',
      // The tokenizer below drops it; what matters is that it changes nothing.
      undefined,
      'c',
    ]);
    expect(root.all('constructor').map((each) => each.text)).toEqual(['1']);
    expect(root.at('toString')?.text).toBe('2');
    expect([root.at('valueOf'), root.attribute('valueOf')]).toEqual([undefined, undefined]);
    expect('polluted' in {}).toBe(false);
  });

  test('may have comments, CDATA, instructions and quotes with brackets', () => {
    const root = parseXml(
      '<?xml version="1.0" encoding="utf-16"?><!-- <b> --><a t="x > y"><![CDATA[<c>]]>&amp;&#65;</a>',
    );

    expect([root.attribute('t'), root.text]).toEqual(['x > y', '<c>&A']);
  });

  const many = (count: number, piece: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => piece(index)).join('');

  test.each([
    ['elements of one name', `<a>${'<b/>'.repeat(400_000)}</a>`],
    ['elements of many names', `<a>${many(200_000, (index) => `<b${index}/>`)}</a>`],
    ['attributes', `<a>${many(20, () => `<b ${many(9_000, (index) => `a${index}="" `)}/>`)}</a>`],
    ['entities', `<a>${'&amp;'.repeat(1_000_000)}</a>`],
    ['comments', `<a>${'<!---->'.repeat(500_000)}</a>`],
    ['nothing but text', `<a>${'x'.repeat(8_000_000)}</a>`],
  ])('wide with %s is parsed in steps of less than a second', (_what, text) => {
    const steps = parseXmlInSteps(text);
    let longest = 0;
    for (let done: boolean | undefined = false; done !== true;) {
      const before = process.cpuUsage();
      ({ done } = steps.next());
      const { user, system } = process.cpuUsage(before);
      longest = Math.max(longest, (user + system) / 1000);
    }

    expect(longest).toBeLessThan(1_000);
  });

  test('is not parsed on after a signal', async () => {
    const controller = new AbortController();
    const parsing = inTurns(parseXmlInSteps(`<a>${'<b/>'.repeat(400_000)}</a>`), controller.signal);
    controller.abort();

    await expect(parsing).rejects.toThrow('Interrupted.');
  });

  test('says nothing of what it holds when it is refused', () => {
    expect(() => parseXml(`<a>${canary}<b></a>`)).toThrow(/^it is not well-formed XML$/);
  });

  test.each([
    ['', '<', ''],
    ['<a ', 'b="', ''],
    ['', '<!--', ''],
    ['<a>', '&#65;', '</a>'],
  ])('%j, then a run of %j, then %j is read or refused in linear time', async (start, piece, end) => {
    const read = (count: number): void => {
      try {
        parseXml(start + piece.repeat(count) + end);
      } catch (error) {
        expect(error).toBeInstanceOf(XmlRefusedError);
      }
    };

    expect(await growth(read, 25_000)).toBeLessThan(linear);
  });
});
