// SPDX-License-Identifier: MIT
// F for each of h00 to h99, onwards or backwards.
#define TEN(F, t)                                                                                  \
	F(t##0) F(t##1) F(t##2) F(t##3) F(t##4) F(t##5) F(t##6) F(t##7) F(t##8) F(t##9)
#define TEN_BACK(F, t)                                                                             \
	F(t##9) F(t##8) F(t##7) F(t##6) F(t##5) F(t##4) F(t##3) F(t##2) F(t##1) F(t##0)
#define HUNDRED(F, h)                                                                              \
	TEN(F, h##0) TEN(F, h##1) TEN(F, h##2) TEN(F, h##3) TEN(F, h##4)                           \
	TEN(F, h##5) TEN(F, h##6) TEN(F, h##7) TEN(F, h##8) TEN(F, h##9)
#define HUNDRED_BACK(F, h)                                                                         \
	TEN_BACK(F, h##9) TEN_BACK(F, h##8) TEN_BACK(F, h##7) TEN_BACK(F, h##6) TEN_BACK(F, h##5)  \
	TEN_BACK(F, h##4) TEN_BACK(F, h##3) TEN_BACK(F, h##2) TEN_BACK(F, h##1) TEN_BACK(F, h##0)
#define STORED(n) "*(u8 *)(r10 - " #n ") = r6\n"
#define LOADED(n) "r1 = *(u8 *)(r10 - " #n ")\n"
