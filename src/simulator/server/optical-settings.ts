import { baudCharacter } from '#dlms/link/optical/baud-character';
import type { Identification } from '#dlms/link/optical/identification';
import { BAUD_RATES } from '#dlms/link/optical/line-speed';
import { type SignOnServerSettings, USUAL_SERVER } from '#dlms/link/optical/server-settings';
import type { OpticalSettings } from '../model';

/** Any character that names neither mode B, C nor E will do. */
const MODE_A = 'Z';
const MODE_D = '3';

/** The sign-on of a meter as its file describes it. Parity is made in software: the port is at 8N1 all the time. */
export function signOnSettings(optical: OpticalSettings, manufacturer: string): SignOnServerSettings {
  const { mode, deviceAddress, confirmation, optionSelectWaitMs, inactivityMs, isBattery, passwords } = optical;
  return {
    ...USUAL_SERVER,
    identification: identificationOf(optical, manufacturer),
    address: deviceAddress,
    lowerBaudCharacters: optical.lowerBauds.map(baudCharacter),
    hasProgramming: passwords.p1 !== undefined || passwords.p2 !== undefined,
    hasHdlc: mode === 'E',
    pace: 'by-line',
    ...{ confirmation, optionSelectWaitMs, inactivityMs, isBattery },
  };
}

function identificationOf(optical: OpticalSettings, manufacturer: string): Identification {
  const { mode, identification: text, isQuick, announcesHdlc } = optical;
  return {
    manufacturer: isQuick ? manufacturer.slice(0, 2) + manufacturer.slice(2).toLowerCase() : manufacturer,
    baudCharacter: characterOf(optical),
    escapes: mode === 'E' && announcesHdlc ? ['2'] : [],
    text,
  };
}

function characterOf({ mode, baud }: OpticalSettings): string {
  if (mode === 'A') return MODE_A;
  if (mode === 'B') return 'ABCDEF'.charAt(BAUD_RATES.indexOf(baud) - 1);
  return mode === 'D' ? MODE_D : baudCharacter(baud);
}
