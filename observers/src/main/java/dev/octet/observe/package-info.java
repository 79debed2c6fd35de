/**
 * API: observers, which watch values and propose scales and zero points, and {@link
 * dev.octet.observe.QConfig}, which says which observer watches what. Formulas and names are those
 * of PyTorch's {@code torch/ao/quantization/observer.py} and {@code qconfig.py}.
 */
package dev.octet.observe;
