/**
 * API: engines (which kernels are in use, and why), the threads they share, and the context in
 * which modules run.
 */
package dev.octet.engine;
