import { Then, When } from '@cucumber/cucumber';
import {
  type DeviceVisit,
  type ManagementDeviceReads,
  type PartnersRead,
  readsManagementDevice,
  readsPartners,
  visitsEach,
} from '#procedures/logical-devices';
import {
  examineDeviceNames,
  examineManagementDevice,
  examinePartners,
  examineTour,
  type SapTour,
  toursListedDevices,
} from '#procedures/sap-assignment';
import type { StrangeAddress } from '#procedures/strange-addresses';
import {
  callsAsStranger,
  callsReservedDevices,
  callsStrangeDevice,
  callsWithNoStation,
  type End,
  readsInNameOf,
} from '#procedures/wports';
import { Handover } from '#support/handover';
import type { MeterWorld } from '#support/world';

const MANAGEMENT_DEVICE = 1;

const managementDevice = new Handover<ManagementDeviceReads>('what the management logical device shows');
const tour = new Handover<SapTour>('visits at the listed logical devices');
const visits = new Handover<readonly DeviceVisit[]>('visits at the declared logical devices');
const partners = new Handover<readonly PartnersRead[]>('the partners of associations');

/** Every client that the rig declares, as a visitor of one logical device. */
function visitors(world: MeterWorld, sap: number) {
  return world.roles.map((role) => world.client(role, 'visit', sap));
}

// -- Addresses --------------------------------------------------------------------------------------------------------

When(
  'the {client} client calls a logical device whose address is {strangeAddress}',
  async function (this: MeterWorld, role: string, address: StrangeAddress) {
    this.observed = await callsStrangeDevice(this.client(role), this.rig, address);
  },
);

When(
  'the {client} client calls under a client address that is {strangeAddress}',
  async function (this: MeterWorld, role: string, address: StrangeAddress) {
    this.observed = await callsAsStranger(this.client(role), this.rig, address);
  },
);

When(
  'the {client} client calls with the no-station address as {end}',
  async function (this: MeterWorld, role: string, end: End) {
    this.observed = await callsWithNoStation(this.client(role), end);
  },
);

When(
  'the {client} client calls every reserved address of logical devices',
  async function (this: MeterWorld, role: string) {
    const progress = (done: number, of: number) => this.progress(done, of);
    this.observed = await callsReservedDevices(this.client(role), this.rig, progress);
  },
);

When(
  'the {client} client reads in the name of the {client} client',
  async function (this: MeterWorld, role: string, other: string) {
    this.observed = await readsInNameOf(this.client(role), this.profile(other).sap);
  },
);

Then(
  'the {client} client is still served where its connection stands',
  async function (this: MeterWorld, role: string) {
    await this.assertAliveWhereConnected(role);
  },
);

// -- Logical devices --------------------------------------------------------------------------------------------------

When(
  'the {client} client reads what the management logical device shows to everybody',
  async function (this: MeterWorld, role: string) {
    managementDevice.give(this, await readsManagementDevice(this.client(role, '', MANAGEMENT_DEVICE)));
  },
);

Then('all of it was read', function (this: MeterWorld) {
  this.assertFaultless(examineManagementDevice(managementDevice.take(this)));
});

When(
  'the {client} client reads the list of logical devices and each of them is visited',
  async function (this: MeterWorld, role: string) {
    const reader = this.client(role, 'list', MANAGEMENT_DEVICE);
    tour.give(this, await toursListedDevices(reader, (sap) => visitors(this, sap)));
  },
);

Then('each listed device has the listed name, and each declared device is listed', function (this: MeterWorld) {
  this.assertFaultless(examineTour(tour.take(this), this.rig.meter));
});

When('each declared logical device is asked for its name', async function (this: MeterWorld) {
  const { logicalDevices } = this.rig.meter;
  visits.give(this, await visitsEach(logicalDevices.map(({ sap }) => visitors(this, sap))));
});

Then('each name is as declared, well formed and unlike the others', function (this: MeterWorld) {
  this.assertFaultless(examineDeviceNames(visits.take(this), this.rig.meter));
});

When(
  'the {client} client reads the partners of its association in each logical device that it can open',
  async function (this: MeterWorld, role: string) {
    const { server } = this.profile(role);
    const others = this.rig.meter.logicalDevices.map(({ sap }) => sap).filter((sap) => sap !== server);
    partners.give(this, await readsPartners([server, ...others].map((sap) => this.client(role, 'partners', sap))));
  },
);

Then('they are the client and the logical device that were addressed', function (this: MeterWorld) {
  this.assertFaultless(examinePartners(partners.take(this)));
});
