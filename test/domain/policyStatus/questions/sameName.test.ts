import { expect, it } from 'vitest'
import { closenessOf } from '../../../../src/domain/policyStatus/index.js'

it.each([
  ['Marty Kowalskiej', 'Marta Kowalska', 'case'],
  ['Annie Wójcik', 'Anna Wójcik', 'case'],
  ['Marka Nowaka', 'Marek Nowak', 'case'],
  ['Pawła', 'Paweł Zieliński', 'case'],
  ['Agnieszkę Lis', 'Agnieszka Lis', 'case'],
  ['Олені Коваль', 'Олена Коваль', 'case'],
  ['Андрія Мельника', 'Андрій Мельник', 'case'],
  ['Ользі', 'Ольга Бондар', 'case'],
  ['Ігоря Бондаря', 'Ігор Бондар', 'case'],
  ['kowalska marta', 'Marta Kowalska', 'same'],
  ['Müller, Max', 'Max Müller', 'same'],
  ['max mueller', 'Max Müller', 'same'],
  ['asa oberg', 'Åsa Öberg', 'same'],
  ['ayse yilmaz', 'Ayşe Yılmaz', 'same'],
  ['佐藤花子', '佐藤 花子', 'same'],
  ['Annas', 'Anna Berg', 'maybe'],
  ['Lucas', 'Luca Bianchi', 'maybe'],
  ['Maria Kowalska', 'Marta Kowalska', null],
  ['Anna Berg', 'Anna Bergman', null],
  ['Anna Anna', 'Anna Berg', null],
  ['', 'Anna Berg', null],
])('%s is %s: %s', (called, displayName, closeness) => {
  expect(closenessOf(called, displayName)).toBe(closeness)
})
