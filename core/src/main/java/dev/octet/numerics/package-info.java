/**
 * API: the normative arithmetic. One number at a time, plain and slow; every kernel of every tier
 * gives these integers, bit for bit.
 */
package dev.octet.numerics;
