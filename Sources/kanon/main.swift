print("kanon")
