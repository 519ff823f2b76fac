#pragma once

/// How many threads would share a batch that began here: one inside a chunk. Pieces are cut for so many; what each piece
/// prepares for itself is then not prepared in vain.
int kn_sharing_threads(void);
