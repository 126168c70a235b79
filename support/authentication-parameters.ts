import { defineParameterType } from '@cucumber/cucumber';
import { CERTIFICATE_DOUBTS } from '#procedures/foreign-certificates';
import { WRONG_PASSWORDS } from '#procedures/passwords';
import { WEAK_RELEASE_NAMES } from '#procedures/release';
import { WEAKER_MECHANISMS } from '#procedures/weaker-mechanisms';
import { WRONG_ANSWERS } from '#procedures/wrong-answers';

/** Words of features for which the procedures have a meaning; a procedure's own table is the list. */
function words(name: string, list: readonly string[]): void {
  defineParameterType({ name, regexp: list, transformer: (text: string) => text });
}

words('wrongPassword', WRONG_PASSWORDS);
words('weakerMechanism', WEAKER_MECHANISMS);
words('wrongAnswer', WRONG_ANSWERS);
words('weakRelease', WEAK_RELEASE_NAMES);
words('challengeLength', ['one octet too short', 'one octet too long']);
words('certificateDoubt', CERTIFICATE_DOUBTS);
