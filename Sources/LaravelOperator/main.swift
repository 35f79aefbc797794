print("laravel-operator")
