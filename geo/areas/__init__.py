"""Places that belong together across municipal borders. Pure: frames in, frames out."""
