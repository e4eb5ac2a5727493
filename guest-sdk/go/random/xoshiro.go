package random

import "math/bits"

// xoshiro is the generator xoshiro128** of Blackman and Vigna.
type xoshiro [4]uint32

// seeded fills the state from two outputs of SplitMix64, low halves first.
func seeded(seed uint64) xoshiro {
	var state xoshiro
	for i := 0; i < len(state); i += 2 {
		seed += 0x9e3779b97f4a7c15
		z := seed
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
		state[i], state[i+1] = uint32(z), uint32(z>>32)
	}
	return state
}

// next gives the next output.
func (s *xoshiro) next() uint32 {
	result := bits.RotateLeft32(s[1]*5, 7) * 9
	t := s[1] << 9
	s[2] ^= s[0]
	s[3] ^= s[1]
	s[1] ^= s[2]
	s[0] ^= s[3]
	s[2] ^= t
	s[3] = bits.RotateLeft32(s[3], 11)
	return result
}
