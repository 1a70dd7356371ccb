// Crypto++ declares its templates `extern` and instantiates all of them in dll.cpp, which needs big
// numbers, certificates and block ciphers. Its hashes need this one.
#define CRYPTOPP_MANUALLY_INSTANTIATE_TEMPLATES
#define CRYPTOPP_DEFAULT_NO_DLL
#include <cryptopp/secblock.h>
