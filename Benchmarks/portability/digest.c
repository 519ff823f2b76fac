// Prints one digest per kernel: "<kernel> <digest>". usage: digest [threads]; KANON_ISA chooses the instruction set.
#include "digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instruction_set.h"
#include "pool.h"

static void add(digest *d, uint64_t bits, int bytes) {
  for (int i = 0; i < bytes; i++) *d = (*d ^ (bits >> 8 * i & 0xff)) * 0x100000001b3;
}
void digest_f32(digest *d, const float *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, 4);
    add(d, x[i] == x[i] ? bits : 0x7fc00000, 4);
  }
}
void digest_f64(digest *d, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, x + i, 8);
    add(d, x[i] == x[i] ? bits : 0x7ff8000000000000, 8);
  }
}

static uint64_t state;
void draw_from(uint64_t seed) { state = seed; }
static uint64_t word(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}
size_t draw_below(size_t count) { return (size_t)(word() >> 33) % count; }
float *drawn_f32(size_t n) {
  float *x = malloc((n + 1) * sizeof *x);
  for (size_t i = 0; i < n; i++) x[i] = (float)((int64_t)word() >> 40) * 0x1p-23f;
  return x;
}
double *drawn_f64(size_t n) {
  double *x = malloc((n + 1) * sizeof *x);
  for (size_t i = 0; i < n; i++) x[i] = (double)((int64_t)word() >> 11) * 0x1p-52;
  return x;
}

static void print(const kernel *k) {
  for (; k->name; k++) {
    digest d = 0xcbf29ce484222325;
    draw_from(1);
    k->run(&d);
    printf("%s %016llx\n", k->name, (unsigned long long)d);
  }
}

static void reassociated_sum(digest *d) {
  float *x = drawn_f32(1000);
  const float sum = control_sum(x, 1000);
  digest_f32(d, &sum, 1);
  free(x);
}
static void contracted_multiply_add(digest *d) {
  float *a = drawn_f32(1000), *b = drawn_f32(1000), *y = drawn_f32(1000);
  control_multiply_add(a, b, y, 1000);
  digest_f32(d, y, 1000);
  free(a), free(b), free(y);
}
const kernel controls[] = {
  {"control-reassociated-sum", reassociated_sum}, {"control-contracted-multiply-add", contracted_multiply_add}, {0}};

int main(int argc, char **argv) {
  switch (kn_isa_request_status()) {
  case kn_isa_status_unknown:
  case kn_isa_status_unsupported: return fprintf(stderr, "digest: this processor has no such instruction set\n"), 4;
  default: break;
  }
  kn_pool_set_threads(argc > 1 ? atoi(argv[1]) : 1);
  print(kernels_of_products);
  print(kernels_of_elements);
  print(kernels_of_pairs);
  print(controls);
  return 0;
}
